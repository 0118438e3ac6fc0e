using Weir.BrowserTests.Running;
using Xunit;

[assembly: AssemblyFixture(typeof(Installation))]

using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Weir.Storage.Tests.Engines;

/// <summary>Runs a theory on every <see cref="Engine"/>, its first argument; those given here follow.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class EachEngineAttribute(params object[] arguments) : DataAttribute
{
    public object[] Arguments => arguments;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new(Enum.GetValues<Engine>().Select(engine => new TheoryDataRow([engine, .. arguments])).ToArray());

    public override bool SupportsDiscoveryEnumeration() => true;
}

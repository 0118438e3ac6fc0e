using Xunit;
using Xunit.v3;

namespace Weir.IntegrationTests.Running;

/// <summary>Says that each Weir of a test class keeps everything in a PostgreSQL database of its own, and not in an SQLite file.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnPostgresAttribute : Attribute
{
    /// <summary>Whether it stands over the class whose test, or fixture, is running.</summary>
    public static bool IsSet => TestContext.Current.TestClass is IXunitTestClass { Class: var type } && type.IsDefined(typeof(OnPostgresAttribute), inherit: false);
}

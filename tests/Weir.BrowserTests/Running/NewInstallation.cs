namespace Weir.BrowserTests.Running;

/// <summary>An installation as it is when it runs for the first time: nobody has an account, and no upstream is known. Anybody may make an account.</summary>
public sealed class NewInstallation : Installation
{
    protected override void Configure(IDictionary<string, string> environment) => environment["Weir__Registration"] = "open";
}

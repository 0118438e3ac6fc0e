using System.Xml.Linq;

namespace Weir.Tidy;

public sealed class ProjectTests
{
    /// <summary>What each project of the product may reference: only what stands right of it in the chain.</summary>
    private static readonly Dictionary<string, string[]> Chain = new()
    {
        ["Weir"] = ["Weir.Storage.Sqlite", "Weir.Storage.Postgres", "Weir.Storage", "Weir.Proxy", "Weir.Accounting"],
        ["Weir.Storage.Sqlite"] = ["Weir.Storage", "Weir.Proxy", "Weir.Accounting"],
        ["Weir.Storage.Postgres"] = ["Weir.Storage", "Weir.Proxy", "Weir.Accounting"],
        ["Weir.Storage"] = ["Weir.Proxy", "Weir.Accounting"],
        ["Weir.Proxy"] = ["Weir.Accounting"],
        ["Weir.Accounting"] = [],
    };

    private static readonly string[] Projects = [.. Repository.Files("*.csproj")];

    [Fact]
    public void References_NothingPointsLeft() => Rule.Holds(
        from path in Projects
        where path.StartsWith("src/", StringComparison.Ordinal)
        let name = Path.GetFileNameWithoutExtension(path)
        from reference in Included(path, "ProjectReference").Select(Path.GetFileNameWithoutExtension)
        where !Chain.TryGetValue(name, out var allowed) || !allowed.Contains(reference)
        select $"{name} → {reference}",
        "The chain is Weir → Weir.Storage → Weir.Proxy → Weir.Accounting. Put an interface where it is needed and implement it further left.");

    [Fact]
    public void Accounting_IsPure() => Rule.Holds(
        Packages("src/Weir.Accounting/Weir.Accounting.csproj"),
        "Weir.Accounting uses the base class library only. What needs more belongs further left in the chain.");

    [Fact]
    public void Proxy_KnowsNoDatabaseAndNoPages() => Rule.Holds(
        Packages("src/Weir.Proxy/Weir.Proxy.csproj").Where(package => package != "Microsoft.AspNetCore.App"),
        "The data plane is ASP.NET Core alone: no EF Core, no Blazor. Ask through ILedger or another interface of Weir.Proxy.");

    [Fact]
    public void Solution_HoldsEveryProject()
    {
        var listed = XDocument.Parse(Repository.Read("Weir.slnx")).Descendants("Project").Select(project => (string)project.Attribute("Path")!).ToArray();

        Rule.Holds(
            Projects.Except(listed).Concat(listed.Except(Projects)),
            "Weir.slnx and the projects on disk differ: add what is missing, remove what is gone.");
    }

    [Fact]
    public void Versions_StandInOnePlace() => Rule.Holds(
        from path in Projects
        from package in XDocument.Parse(Repository.Read(path)).Descendants("PackageReference")
        where package.Attribute("Version") is not null
        select $"{path}: {package.Attribute("Include")?.Value}",
        "Versions stand in Directory.Packages.props, so that two projects can't differ.");

    private static IEnumerable<string> Packages(string path) => Included(path, "PackageReference").Concat(Included(path, "FrameworkReference"));

    private static IEnumerable<string> Included(string path, string item) =>
        XDocument.Parse(Repository.Read(path)).Descendants(item).Select(element => ((string?)element.Attribute("Include") ?? "").Replace('\\', '/'));
}

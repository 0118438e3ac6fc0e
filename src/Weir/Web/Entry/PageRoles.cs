namespace Weir.Web.Entry;

/// <summary>What pages can demand: <c>@attribute [Authorize(Roles = PageRoles.Administrator)]</c>. All others demand a session.</summary>
internal static class PageRoles
{
    public const string Administrator = "administrator";
}

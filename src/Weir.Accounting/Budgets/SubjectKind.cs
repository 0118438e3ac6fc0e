namespace Weir.Accounting;

/// <summary>Whose spending a budget caps. The numbers are stored.</summary>
public enum SubjectKind
{
    User = 0,
    ApiKey = 1,
}

namespace Weir.Web;

/// <summary>Light or dark, by the system's preference or by choice.</summary>
public enum ThemeChoice
{
    System,

    Light,

    Dark,
}

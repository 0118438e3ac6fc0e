namespace Weir.TestKit.Wire;

/// <summary>How far the body of a message has come, and how it ended.</summary>
public enum BodyEnd
{
    /// <summary>More may come.</summary>
    Open,

    /// <summary>Its framing says that it is whole.</summary>
    Complete,

    /// <summary>The peer closed the connection before the body was whole.</summary>
    Cut,

    /// <summary>The peer reset the connection.</summary>
    Reset,
}

namespace Weir.Accounting;

/// <summary>What a budget does when the room left is smaller than the output asked for. The numbers are stored.</summary>
public enum ShortRoom
{
    /// <summary>Lower the output cap to the room, though not below the floor.</summary>
    Lower = 0,

    /// <summary>Refuse the attempt.</summary>
    Refuse = 1,
}

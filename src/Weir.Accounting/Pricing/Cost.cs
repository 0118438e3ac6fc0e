namespace Weir.Accounting;

/// <summary>What an attempt cost.</summary>
/// <param name="NanoDollars">Rounded up once.</param>
/// <param name="IsFlagged">True when part of it is a guess on the dear side: the model, a tool or a circumstance isn't in the price.</param>
public readonly record struct Cost(long NanoDollars, bool IsFlagged);

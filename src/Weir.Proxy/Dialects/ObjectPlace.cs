namespace Weir.Proxy.Dialects;

/// <summary>An object in a body, as far as a field may have to go into it.</summary>
/// <param name="InsertAt">Just behind the opening brace.</param>
/// <param name="IsEmpty">True when it is <c>{}</c>, so that a field that goes in is not followed by a comma.</param>
internal readonly record struct ObjectPlace(int InsertAt, bool IsEmpty);

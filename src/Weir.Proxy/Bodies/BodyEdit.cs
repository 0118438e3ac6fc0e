namespace Weir.Proxy.Bodies;

/// <summary>One place where the body that is sent differs from the body that came: some bytes in the stead of others, or of none.</summary>
internal readonly record struct BodyEdit(int Start, int Length, byte[] Replacement);

namespace Weir.Storage.Copying;

/// <summary>What was asked for was not done, and nothing was changed; the message says why and what would work.</summary>
public sealed class CopyRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);

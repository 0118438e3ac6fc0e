namespace Weir.Hosting;

/// <summary>The data folder cannot be had; the message says why and what would work.</summary>
internal sealed class DataFolderException(string message, Exception? innerException = null) : Exception(message, innerException);

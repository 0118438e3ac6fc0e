namespace Weir.Storage.Model;

/// <summary>The database has not answered for as long as a request can wait.</summary>
public sealed class DatabaseSilentException : Exception
{
    public DatabaseSilentException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public DatabaseSilentException(string message) : base(message)
    {
    }

    public DatabaseSilentException() : this("The database does not answer.")
    {
    }
}

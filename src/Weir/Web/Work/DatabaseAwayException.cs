namespace Weir.Web.Work;

/// <summary>A page wanted something of the database, which cannot be used now.</summary>
internal sealed class DatabaseAwayException(Exception trouble) : Exception("The database cannot be used now.", trouble);

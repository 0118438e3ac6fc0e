namespace Weir.Bench.Gateway.Load;

/// <summary>A gateway answered something else than the upstream sent: its figures would mean nothing, so the run ends.</summary>
internal sealed class WrongAnswerException : Exception
{
    public WrongAnswerException(string message) : base(message)
    {
    }

    public WrongAnswerException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public WrongAnswerException()
    {
    }
}

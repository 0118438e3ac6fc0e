namespace Weir.Web.Work;

/// <summary>The session has ended, or is no administrator's any more, while its page was open. The page is being left.</summary>
internal sealed class AccessLostException() : Exception("The session no longer allows this.");

namespace Weir.Proxy.Exchanges;

/// <summary>All requests of a caller that wait: <c>{"waiting":[{"upstream":"ollama","model":"llama3.2","position":3}]}</c>.</summary>
internal sealed record QueueAnswer(IReadOnlyList<QueuePosition> Waiting);

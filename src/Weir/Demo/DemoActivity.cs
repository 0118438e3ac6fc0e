namespace Weir.Demo;

/// <summary>What a person of the demonstration data does with models for a while.</summary>
internal enum DemoActivity
{
    /// <summary>A coding agent reads its whole conversation from the cache again at every turn.</summary>
    Agent,

    /// <summary>Questions by hand.</summary>
    Chat,

    /// <summary>A program asks the same kind of thing again and again.</summary>
    Script,

    /// <summary>A model on a machine of one's own.</summary>
    Local,
}

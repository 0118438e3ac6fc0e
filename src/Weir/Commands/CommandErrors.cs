using System.CommandLine;
using Weir.Settings;

namespace Weir.Commands;

/// <summary>What a command says when it cannot begin.</summary>
internal static class CommandErrors
{
    /// <summary>The exit code of a command that was set up wrongly.</summary>
    public const int WronglySet = 2;

    /// <summary>Runs a command's work; wrong settings become sentences instead of a stack trace.</summary>
    public static async Task<int> ReportAsync(ParseResult parsed, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (SettingsException wrong)
        {
            foreach (var problem in wrong.Problems)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(problem);
            }

            return WronglySet;
        }
    }
}

using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Weir.Connect;
using Weir.IntegrationTests.Callers;
using Weir.TestKit;

namespace Weir.IntegrationTests.Connect;

/// <summary>Does with a snippet what a reader would: pastes it somewhere and runs it.</summary>
internal static class SnippetRun
{
    /// <summary>A program of C#, compiled beside the packages that it uses and run.</summary>
    public static async Task<Said> CSharpAsync(Snippet snippet, CancellationToken cancellationToken)
    {
        string[] usings = ["System", "System.Net.Http", "System.Threading.Tasks", "System.Collections.Generic", "System.Linq"];
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var name = $"snippet-{Guid.CreateVersion7():N}";
        var compilation = CSharpCompilation.Create(
            name,
            [
                CSharpSyntaxTree.ParseText(string.Concat(usings.Select(space => $"global using {space};\n")), cancellationToken: cancellationToken),
                CSharpSyntaxTree.ParseText(snippet.Text, cancellationToken: cancellationToken),
            ],
            references,
            new(OutputKind.ConsoleApplication));
        var file = Path.Combine(AppContext.BaseDirectory, $"{name}.dll");
        try
        {
            var emitted = compilation.Emit(file, cancellationToken: cancellationToken);
            return emitted.Success
                ? await RunAsync("dotnet", ["exec", "--runtimeconfig", Own("runtimeconfig"), "--depsfile", Own("deps"), file], "", cancellationToken)
                : new(1, "", string.Join('\n', emitted.Diagnostics.Where(each => each.Severity == DiagnosticSeverity.Error)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>A module of JavaScript, beside the packages that it imports.</summary>
    public static async Task<Said> NodeAsync(Snippet snippet, CancellationToken cancellationToken)
    {
        NodeProgram.Package();
        var file = Path.Combine(NodeProgram.Folder, "node_modules", $".snippet-{Guid.CreateVersion7():N}.mjs");
        await File.WriteAllTextAsync(file, snippet.Text, cancellationToken);
        try
        {
            return await NodeProgram.RunAsync([file], NodeProgram.Folder, [], cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Lines for a shell.</summary>
    /// <param name="script">The lines.</param>
    /// <param name="path">Folders in which programs are looked for besides.</param>
    /// <param name="cancellationToken">The test's.</param>
    public static Task<Said> ShellAsync(string script, string path, CancellationToken cancellationToken) =>
        RunAsync("bash", ["-c", script], path, cancellationToken);

    /// <summary>Null: there is no Python here.</summary>
    public static async Task<Said?> CheckPythonAsync(Snippet snippet, CancellationToken cancellationToken)
    {
        using var folder = new TempFolder();
        var file = folder.File("snippet.py");
        await File.WriteAllTextAsync(file, snippet.Text, cancellationToken);
        try
        {
            return await RunAsync("python3", ["-m", "py_compile", file], "", cancellationToken);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Own(string kind) => Path.Combine(AppContext.BaseDirectory, $"Weir.IntegrationTests.{kind}.json");

    private static async Task<Said> RunAsync(string program, string[] arguments, string path, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["PATH"] = $"{path}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return new(process.ExitCode, await output, await errors);
    }
}

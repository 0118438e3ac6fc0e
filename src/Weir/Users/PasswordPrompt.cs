using System.Text;

namespace Weir.Users;

/// <summary>Reads a password from the terminal without showing it, or as the first line of what is piped in.</summary>
internal static class PasswordPrompt
{
    public static async Task<string> ReadAsync(string prompt, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected)
        {
            return await Console.In.ReadLineAsync(cancellationToken) ?? "";
        }

        await Console.Error.WriteAsync(prompt);
        var password = ReadHidden();
        await Console.Error.WriteLineAsync();
        return password;
    }

    private static string ReadHidden()
    {
        var password = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                password.Length = Math.Max(0, password.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                password.Append(key.KeyChar);
            }
        }

        return password.ToString();
    }
}

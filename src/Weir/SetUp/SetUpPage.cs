using System.Text.Encodings.Web;
using Weir.Authentication;

namespace Weir.SetUp;

/// <summary>The plain page on which the first administrator is made. It needs no script, and takes light or dark from the browser.</summary>
internal static class SetUpPage
{
    /// <param name="code">The link's code, sent back with the form.</param>
    /// <param name="username">What was entered before; kept when something else was wrong.</param>
    /// <param name="problem">What was wrong; null: nothing yet.</param>
    public static string Form(string code, string username, string? problem) => Page($"""
        <h1>Make the first administrator</h1>
        <p>This account manages users, keys and limits. The link works until it exists.</p>
        {(problem is null ? "" : $"<p class=\"problem\" id=\"problem\" role=\"alert\">{Text(problem)}</p>")}
        <form method="post" action="{SetUpLink.Path}">
          <input type="hidden" name="code" value="{Text(code)}">
          <label for="username">Username</label>
          <input id="username" name="username" value="{Text(username)}" required autocomplete="username" autocapitalize="none" spellcheck="false"
                 minlength="{UsernameValidator.MinLength}" maxlength="{UsernameValidator.MaxLength}"{Describe(problem)}>
          <label for="password">Password</label>
          <input id="password" name="password" type="password" required autocomplete="new-password"
                 minlength="{PasswordRules.MinLength}" maxlength="{PasswordRules.MaxLength}" aria-describedby="hint{(problem is null ? "" : " problem")}">
          <p class="hint" id="hint">At least {PasswordRules.MinLength} characters. A few unrelated words are easy to remember.</p>
          <label for="repeated">The password once more</label>
          <input id="repeated" name="repeated" type="password" required autocomplete="new-password">
          <button type="submit">Make the account and sign in</button>
        </form>
        """);

    public static string Gone() => Page("""
        <h1>This link no longer works</h1>
        <p>It is good for making the first administrator, until there is one or Weir restarts. A new link is printed at each start while it is
        needed; who has an account signs in instead.</p>
        """);

    private static string Describe(string? problem) => problem is null ? "" : " aria-describedby=\"problem\"";

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    private static string Page(string content) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Weir: set-up</title>
        <style>
        :root { color-scheme: light dark; --line: light-dark(#c6c9d2, #4a4e5a); --bad: light-dark(#a01622, #ff8f8f); --go: light-dark(#1d5fa8, #2f77c8); }
        body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 27rem; padding: 3rem 1.25rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; }
        label { display: block; font-weight: 600; margin-top: 1rem; }
        input { box-sizing: border-box; width: 100%; padding: .6rem; font: inherit; border: 1px solid var(--line); border-radius: .4rem; }
        button { margin-top: 1.5rem; padding: .7rem 1.1rem; font: inherit; font-weight: 600; border: 0; border-radius: .4rem; background: var(--go); color: #fff; cursor: pointer; }
        .problem { color: var(--bad); border-left: .25rem solid; padding-left: .75rem; }
        .hint { margin: .25rem 0 0; font-size: .9rem; }
        </style>
        </head>
        <body>
        <main>
        {{content}}
        </main>
        </body>
        </html>
        """;
}

namespace Remediator.Playbooks;

/// <summary>Guesses what somebody meant to write.</summary>
internal static class NearestName
{
    /// <summary>"did you mean 'mode'?", or the names there are when none is near.</summary>
    public static string Advice(string written, IReadOnlyCollection<string> names, string otherwise)
    {
        var nearest = names
            .Select(name => (Name: name, Distance: Distance(written, name)))
            .Where(n => n.Distance <= Math.Max(1, Math.Min(written.Length, n.Name.Length) / 3))
            .OrderBy(n => n.Distance)
            .ThenBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => n.Name)
            .FirstOrDefault();
        return nearest is null ? $"{otherwise} {string.Join(", ", names)}" : $"did you mean '{nearest}'?";
    }

    // Levenshtein, blind to case; names are short, so a row of the table is enough and what is long is never near.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 8 || a.Length > 64)
            return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[b.Length];
    }
}

using Remediator.Tools.ReadyToRunProfile;

if (args is ["--without-tooling-info", .. var images])
{
    foreach (var image in images)
    {
        ToolingInfo.LeaveOut(image);
    }

    return 0;
}

if (args is not [var folder, var list, var output, .. var uncompiled])
{
    await Console.Error.WriteLineAsync("Usage: dotnet run --project tools/ReadyToRunProfile -- ASSEMBLIES LIST OUTPUT.mibc [UNCOMPILED.dll]... | --without-tooling-info IMAGE...");
    return 2;
}

var types = new LoadedTypes(folder);
var profile = new ProfileWriter();

// What waits in an assembly that is not compiled ahead is compiled with it.
foreach (var box in types.OfPackage.Where(t => AsyncBoxes.IsStateMachine(t) && !uncompiled.Contains($"{t.Assembly.GetName().Name}.dll")).Select(types.Boxes.Of).OfType<Type>())
{
    foreach (var method in AsyncBoxes.Methods)
    {
        profile.Add(box, method);
    }
}

foreach (var (type, method) in File.ReadLines(list).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split("::")).Select(p => (p[0], p[1])))
{
    if (types.Find(type) is not { } found)
    {
        continue;
    }

    if (method.IndexOf('[') is > 0 and var at)
    {
        if (types.FindAll(method[at..]) is { Count: > 0 } arguments)
        {
            profile.Add(found, method[..at], arguments);
        }
    }
    else
    {
        profile.Add(found, method);
    }
}

profile.Save(output);
Console.WriteLine($"{profile.Count} methods of generic types to compile ahead: {output}");
return 0;

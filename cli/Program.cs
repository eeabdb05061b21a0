System.Console.WriteLine("Remediator");

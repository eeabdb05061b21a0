System.Console.WriteLine("Remediator infra");

System.Console.WriteLine("client generator");

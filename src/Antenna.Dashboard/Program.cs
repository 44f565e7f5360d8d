using Antenna.Dashboard.CommandLine;

return await AntennaCommandLine.RunAsync(args);

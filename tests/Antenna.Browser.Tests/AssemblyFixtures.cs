using Antenna.Browser.Tests;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: AssemblyFixture(typeof(DemoFolder))]

// One browser and one product at a time: on two cores several of each only make each other wait.
[assembly: Parallelization(Mode = ParallelMode.None)]

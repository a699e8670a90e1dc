global using Rollouts.Core;
global using Rollouts.Core.Experience;
global using Rollouts.Core.Problems;
global using Rollouts.Core.Rollouts;
global using Rollouts.Core.Runs;
global using Rollouts.Core.Training;
global using Rollouts.Core.Weights;

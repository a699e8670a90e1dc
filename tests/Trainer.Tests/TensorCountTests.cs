using Rollouts.Trainer.Tests.Fixtures;

namespace Rollouts.Trainer.Tests;

/// <summary>Torch counts tensors for the whole process, so nothing else may run beside these.</summary>
[CollectionDefinition(nameof(TensorCountTests), DisableParallelization = true)]
[Collection(nameof(TensorCountTests))]
public sealed class TensorCountTests
{
    [Fact]
    public void No_tensor_outlives_its_step()
    {
        using var trainer = TinyPolicy.Training();
        trainer.Step(TinyPolicy.Batch(1));
        var before = Tensor.TotalCount;
        for (var step = 2; step <= 6; step++)
            trainer.Step(TinyPolicy.Batch(step));
        Assert.Equal(before, Tensor.TotalCount);
    }
}

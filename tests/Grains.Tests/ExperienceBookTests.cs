using CsCheck;

namespace Rollouts.Grains.Tests;

public sealed class ExperienceBookTests
{
    private const int Slots = 3;

    private static readonly ScheduleOptions Schedule = new() { ProblemsPerStep = Slots, MaximumPendingRollouts = 64 };

    [Fact]
    public void The_ledger_balances_and_nothing_is_counted_twice_over_any_order_of_events()
    {
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, Slots - 1], Gen.Int[0, 8]).Array[0, 60].Sample(events =>
        {
            var state = new ExperienceState { Epoch = 1 };
            var model = new Dictionary<VisitPlace, int>();
            var consumed = 0;
            foreach (var (kind, batch, slot, dropped) in events)
            {
                state = Play(state, kind, batch, slot, dropped, model, ref consumed);
                Assert.True(state.Ledger.Balances);
                Assert.Equal(8 * model.Count, state.Ledger.Generated);
                Assert.Equal(model.Where(visit => visit.Key.Batch < consumed).Sum(visit => visit.Value), state.Ledger.Consumed);
                Assert.True(state.Ledger.Pending >= 0 && state.Ledger.Pending <= Schedule.MaximumPendingRollouts + (Slots * 8));
            }
        }, seed: "0000000000001");
    }

    [Fact]
    public void A_visit_is_taken_in_once()
    {
        var (state, first) = ExperienceBook.Append(new(), Visit(0, 0, 2), Schedule);
        var (again, second) = ExperienceBook.Append(state, Visit(0, 0, 2), Schedule);
        Assert.Equal((AppendResult.Accepted, AppendResult.Duplicate), (first, second));
        Assert.Same(state, again);
    }

    [Fact]
    public void A_full_experience_still_takes_the_batch_that_the_trainer_waits_for()
    {
        var narrow = Schedule with { MaximumPendingRollouts = 16 };
        var state = ExperienceBook.Append(new(), Visit(1, 0, 0), narrow).State;
        state = ExperienceBook.Append(state, Visit(1, 1, 0), narrow).State;
        Assert.Equal(AppendResult.Full, ExperienceBook.Append(state, Visit(1, 2, 0), narrow).Result);
        Assert.Equal(AppendResult.Accepted, ExperienceBook.Append(state, Visit(0, 0, 0), narrow).Result);
    }

    [Fact]
    public void A_batch_is_read_in_slot_order_whatever_the_order_of_arrival()
    {
        var state = new ExperienceState { Epoch = 1 };
        foreach (var slot in (int[])[2, 0, 1]) state = ExperienceBook.Append(state, Visit(0, slot, 0), Schedule).State;
        var visits = ExperienceBook.Reserve(state, 1, 1, Slots).Visits;
        Assert.Equal([0, 1, 2], visits!.Select(visit => visit.Place.Slot));
    }

    [Fact]
    public void What_was_reserved_after_the_checkpoint_is_handed_to_the_next_trainer_in_the_same_order()
    {
        var state = Filled(2);
        (state, var first) = ExperienceBook.Reserve(state, 1, 1, Slots);
        (state, _) = ExperienceBook.Reserve(state, 1, 2, Slots);
        (state, _) = ExperienceBook.BeginEpoch(state, 2, 0, forgetLater: false);
        Assert.Equal(0, state.Ledger.Consumed);
        (state, var again) = ExperienceBook.Reserve(state, 2, 1, Slots);
        Assert.Equal(first, again);
        Assert.Throws<StaleEpochException>(() => ExperienceBook.Reserve(state, 1, 2, Slots));
        Assert.Throws<StaleEpochException>(() => ExperienceBook.Commit(state, 1, 1));
    }

    [Fact]
    public void Nothing_older_than_the_bound_is_ever_admitted()
    {
        var options = Schedule with { Mode = ScheduleMode.Async, MaximumAge = 2 };
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 20]).Sample((batch, version) =>
        {
            var report = Visit(batch, 0, 0) with { Policy = new(version, "hash") };
            var (state, result) = ExperienceBook.Append(new(), report, options);
            Assert.Equal(batch - version > 2, result == AppendResult.Stale);
            Assert.True(state.Ledger.Balances);
        }, seed: "0000000000001");
    }

    private static ExperienceState Play(ExperienceState state, int kind, int batch, int slot, int dropped, Dictionary<VisitPlace, int> model, ref int consumed)
    {
        if (kind <= 3)
        {
            var (next, result) = ExperienceBook.Append(state, Visit(batch, slot, dropped), Schedule);
            if (result == AppendResult.Accepted) model.Add(new(batch, slot, 0), 8 - dropped);
            return next;
        }

        if (kind == 4)
        {
            var (next, visits) = ExperienceBook.Reserve(state, state.Epoch, state.ReservedStep + 1, Slots);
            if (visits is not null) consumed++;
            return next;
        }

        if (dropped < 4) return ExperienceBook.Commit(state, state.Epoch, state.ReservedStep).State;
        consumed = state.CommittedStep;
        return ExperienceBook.BeginEpoch(state, state.Epoch + 1, state.CommittedStep, forgetLater: false).State;
    }

    private static ExperienceState Filled(int batches)
    {
        var state = new ExperienceState { Epoch = 1 };
        for (var batch = 0; batch < batches; batch++)
            for (var slot = 0; slot < Slots; slot++) state = ExperienceBook.Append(state, Visit(batch, slot, 0), Schedule).State;
        return state;
    }

    private static VisitReport Visit(int batch, int slot, int dropped) => new(
        new(batch, slot, 0), batch * Slots + slot, new(new($"p{slot}"), batch), new(batch, "hash"), 8, 80,
        dropped == 0 ? [] : new() { ["verifier_error"] = dropped }, false, [1, 2, 3]);
}

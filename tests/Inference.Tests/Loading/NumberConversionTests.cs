using Rollouts.Inference.Loading;

namespace Rollouts.Inference.Tests.Loading;

public sealed class NumberConversionTests
{
    [Theory]
    [InlineData(NumberFormat.BF16)]
    [InlineData(NumberFormat.F16)]
    public void Every_sixteen_bit_number_is_written_as_it_was_read(NumberFormat format)
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            byte[] source = BitConverter.GetBytes((ushort)bits), target = new byte[2];
            var value = new float[1];
            NumberConversion.Read(format, source, value);
            NumberConversion.Write(format, value, target);
            if (float.IsNaN(value[0]) && format == NumberFormat.F16) Assert.True(Half.IsNaN(BitConverter.ToHalf(target)));
            else Assert.Equal(source, target);
        }
    }

    [Theory]
    [InlineData(0x3f808000u, 0x3f80)]
    [InlineData(0x3f818000u, 0x3f82)]
    [InlineData(0x3f808001u, 0x3f81)]
    [InlineData(0x7f7fffffu, 0x7f80)]
    [InlineData(0x7f800001u, 0x7fc0)]
    public void Brain_floats_are_rounded_to_nearest_and_ties_to_even(uint bits, int expected)
    {
        var target = new byte[2];
        NumberConversion.Write(NumberFormat.BF16, [BitConverter.UInt32BitsToSingle(bits)], target);
        Assert.Equal(expected, BitConverter.ToUInt16(target));
    }
}

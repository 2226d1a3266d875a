/**
 * Slices of history, packed: the visits of one set in an hour, or the roll-ups of one day.
 *
 * <p>Nothing here knows of SQL or of any other package. A slice becomes its times and a column for each position. A
 * column is read by itself, and everything comes back to the bit.
 *
 * <h2>The format, version 1</h2>
 *
 * <pre>
 * column   := first ...                      no bytes at all for no rows
 * first    := version (4 bits, 0001) | form (4 bits)
 *
 *   form  0  constant bits      the double, 8 bytes, highest first
 *         1  constant whole     signed
 *         2  constant decimal   places, signed              signed / 10^places
 *         3  all missing
 *         4  whole              [gaps] numbers
 *         5  decimal            places, [gaps] numbers      numbers[i] / 10^places
 *         6  fraction           [gaps] below, above         above[i] / below[i], two rows of numbers
 *         7  bits               [gaps] numbers              doubles, ordered as numbers
 *      + 8  with gaps           4 to 7 only: gaps are there
 *
 * times    := 0x14 numbers                   microseconds since 1970
 *
 * gaps     := varint, runs, varint, rows, bits
 *             how many runs, and their lengths: present, missing, present, ...; no runs: nothing is missing
 *             how many values do not suit the form, their rows (missing ones not counted), their bits
 *
 * numbers  := head [apart] signed [factor] [hint] errors   a row of whole numbers; n is known, no bytes for n = 0
 *   head   := prediction (3 bits) | coding (3 bits) | with factor (1 bit) | rising (1 bit)
 *   apart     prediction (4 bits) | coding (4 bits): only where the head's coding is 7, and its prediction 0
 *   signed    the first number x0; the others are x0 + factor * y, and y0 = 0
 *   factor    varint, divides all differences (pages, sectors, ticks); 1 if it is not there
 *   hint      signed, what the prediction wants to know; see {@link io.pulsefleet.store.pack.Prediction}
 *   errors    n - 1 of them: by how much y differs from its prediction; folded by zigzag unless rising is set
 *
 *   coding 0  none              all are 0
 *          1  rice              low (1 byte), then for each: (e &gt;&gt; low) ones, a zero, the low bits;
 *                               20 ones: then width - 1 (6 bits) and so many bits
 *          2  plain             width (1 byte), least (signed), then for each e - least in so many bits; never folded
 *          3  sparse            how many are not 0 (varint), low of gaps, low (1 byte each), then for each:
 *                               zeros before it, e - 1, both as in rice
 *          4  zstd              length, packed length (varints), a Zstandard frame without its magic number,
 *                               in which the errors lie as varints
 *
 *   prediction 0 level  1 line  2 same  3 eased  4 smooth  5 steady  6 drifting  7 onward  8 trend
 *
 * varint   := seven bits a byte, lowest first, a set highest bit says that another follows
 * signed   := zigzag as varint: 0, -1, 1, -2, ... are 0, 1, 2, 3, ...
 * bits are written highest first; the last byte of a run of bits is filled up with zeros
 * </pre>
 *
 * <p>All arithmetic of numbers is modulo 2^64. A form or a coding may be added; what is written here stays. A reader
 * that meets a later version says so.
 *
 * <h2>Where the ideas come from</h2>
 *
 * <ul>
 *   <li>Delta of delta for times, and columns that predict themselves: Pelkonen et al., <i>Gorilla: A Fast, Scalable,
 *       In-Memory Time Series Database</i>, VLDB 2015. Its XOR, and that of Liakos et al., <i>Chimp</i>, VLDB 2022, were
 *       measured and not taken: see docs/adr/0011.
 *   <li>Counters whose pace changes by and by: Holt, <i>Forecasting seasonals and trends by exponentially weighted
 *       moving averages</i>, 1957, on the rises instead of the numbers.
 *   <li>Doubles that were decimals: Afroozeh et al., <i>ALP: Adaptive Lossless floating-Point Compression</i>, SIGMOD
 *       2024. Here each is the correctly rounded quotient of a whole number and a power of ten, which is what a parser
 *       made of it, so there is no second multiplication to undo.
 *   <li>Doubles that were quotients, by continued fractions: Khinchin's book of 1935; the use here is our own.
 *   <li>Rice codes: Rice and Plaunt, 1971, with a limit as JPEG-LS (ITU-T T.87) has it.
 *   <li>Zigzag and varints: Protocol Buffers' encoding. Zstandard: RFC 8878.
 * </ul>
 */
package io.pulsefleet.store.pack;

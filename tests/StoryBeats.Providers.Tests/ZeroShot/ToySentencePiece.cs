namespace StoryBeats.Providers.Tests.ZeroShot;

/// <summary>A SentencePiece model of some pieces: 0 is what is unknown, 1 the end, then the pieces.</summary>
internal static class ToySentencePiece
{
    private const int Normal = 1;
    private const int Unknown = 2;
    private const int Control = 3;

    public static byte[] Model(params string[] pieces) =>
    [
        .. Piece("<unk>", Unknown), .. Piece("</s>", Control), .. pieces.SelectMany(piece => Piece(piece, Normal)),
        // Unigram; what is unknown is 0, the end 1, there is no beginning.
        .. Proto.Message(2, Proto.Number(3, 1), Proto.Number(40, 0), Proto.Number(41, -1), Proto.Number(42, 1), Proto.Text(46, "<s>"), Proto.Text(47, "</s>")),
        .. Proto.Message(3, Proto.Text(1, "identity"), Proto.Number(3, 1), Proto.Number(4, 1), Proto.Number(5, 1)),
    ];

    private static byte[] Piece(string piece, int type) => Proto.Message(1, Proto.Text(1, piece), Proto.Float(2, -1), Proto.Number(3, type));
}

/// What an input is that has no lines of JSON and no table in it, told by its first bytes.
package enum ForeignInput: Sendable, Equatable {
    /// The name that iconv(1) has for the encoding.
    case encoding(String)
    case zip
    case zstd
    case xz
    case bzip2
    case lz4
    case tar
    case parquet
    case avro
    case orc
    case markup
    /// A table, where the format was to be found out.
    case table(separator: UInt8)
    /// A table whose lines end as on the first Macintosh: all of it would be the names of the columns.
    case carriageReturns(separator: UInt8)

    /// As in "the input is …".
    package var noun: String {
        switch self {
        case .encoding(let name): name.hasPrefix("UTF-16") ? "text in UTF-16" : "text in UTF-32"
        case .zip: "a zip archive"
        case .zstd: "compressed with zstd"
        case .xz: "compressed with xz"
        case .bzip2: "compressed with bzip2"
        case .lz4: "compressed with lz4"
        case .tar: "a tar archive"
        case .parquet: "a Parquet file"
        case .avro: "an Avro file"
        case .orc: "an ORC file"
        case .markup: "HTML or XML"
        case .table(UInt8(ascii: "\t")): "a table (TSV)"
        case .table: "a table (CSV)"
        case .carriageReturns: "a table whose lines end with a carriage return alone"
        }
    }

    /// The shell command that makes lines of JSON of a file like this, with mixport at its end; nil where no command
    /// does. `isGzip`: the file is compressed with gzip on top of it.
    package func command(isGzip: Bool) -> String? {
        switch self {
        case .encoding(let name): pipe("iconv -f \(name) -t UTF-8", isGzip)
        case .zip: pipe("bsdtar -xOf - | zcat -f", isGzip)
        case .zstd: pipe("zstd -dc", isGzip)
        case .xz: pipe("xz -dc", isGzip)
        case .bzip2: pipe("bzip2 -dc", isGzip)
        case .lz4: pipe("lz4 -dc", isGzip)
        case .tar: pipe("tar -xOf -", isGzip)
        case .avro: pipe("fastavro -", isGzip)
        // The index of these two is at the end of the file: they cannot be read from a pipe.
        case .parquet:
            file("duckdb -c \"COPY (FROM read_parquet('FILE')) TO '/dev/stdout' (FORMAT json)\"", isGzip)
        case .orc: file("orc-contents FILE", isGzip)
        case .markup: nil
        case .table(UInt8(ascii: ",")): "mixport --format csv < FILE"
        case .table(UInt8(ascii: "\t")): "mixport --format tsv < FILE"
        case .table: pipe("mlr --icsv --ifs semicolon --ojsonl cat", isGzip)
        case .carriageReturns(let separator):
            pipe("tr '\\r' '\\n'", isGzip) + " --format \(separator == UInt8(ascii: "\t") ? "tsv" : "csv")"
        }
    }

    private func pipe(_ command: String, _ isGzip: Bool) -> String {
        if isGzip { return "gzip -dc < FILE | \(command) | mixport" }
        // The redirection belongs to the first of several commands.
        let parts = command.split(separator: "|", maxSplits: 1)
        let first = String(parts[0]).trimmedEnd
        return "\(first) < FILE |\(parts.count > 1 ? "\(parts[1]) |" : "") mixport"
    }

    private func file(_ command: String, _ isGzip: Bool) -> String {
        "\(isGzip ? "gunzip FILE.gz && " : "")\(command) | mixport"
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

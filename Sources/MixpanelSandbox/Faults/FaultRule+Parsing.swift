extension FaultRule {
    /// The language of `init(parsing:)`, for people: a page for a terminal.
    public static let help = """
        A fault is a list of words with commas between them. Some say when, all of them must hold; some say what goes \
        wrong. Of several faults the first that matches a request plays.

        When:
          n=3  n=3-7  n=3-       the third request, a range of them, all from the third on; the first is 1
          every=5                each fifth request
          conn=2  conn=2-4       requests on these connections
          contains=TEXT          the uncompressed body contains the text
          larger=SIZE  smaller=SIZE  events=2000  events=100-
                                 bytes of the uncompressed body, events in it
          p=0.05                 at random
          from=2s  to=5s         time since the sandbox started
          times=2                at most twice
        What:
          status=503             this answer, with the body that usually comes with it
          retry-after=7  location=URL  limit=BYTES  header=NAME:VALUE  type=TYPE  body=TEXT
                                 the same, with a header, the limit in a 413, another content type or body
          records=JSON,JSON      400 with these failed_records, all other events counted as imported
          identity               400 that refuses identity events
          short=1                200 that stores and counts one event less
          failing=0-2            these events, counted from 0, fail validation
          raw=TEXT               these bytes instead of an answer
          repeat=TEXT            after raw, these bytes without end
          close  reset  hang     no answer, but this; after an answer where another word asks for one
          answer                 the service's own answer
          cut=status  cut=headers  cut=body  cut=20
                                 the answer stops inside this part, or after so many bytes
          delay=2s               before the answer
          trickle=1/100ms        the answer, so many bytes at a time
          connection-close       the answer says Connection: close
          after=1000             once so many bytes of the body have come, without reading on
          commit                 stores the batch although the answer is replaced, cut or missing
        On connections, n, every, p, from, to and times then count connections:
          accept,reset  accept,close  accept,hang
          read-rate=20k          reads so many bytes a second, of all of them together
          refuse=2s              refuses connections for a while

        body, raw and records take the rest of the fault, commas included. Texts know \\r \\n \\t \\, \\\\ and \\xFF; in \
        answers {events}, {imported}, {failed} are counts, also as {events-1}, and {insert_id:0} is an id.

        Examples:
          n=3,status=429,retry-after=7
          p=0.05,reset,commit
          from=2s,to=5s,status=503
          contains=poison,status=500
          n=1,after=0,status=413,limit=2097152,reset
        """

    /// Reads a fault such as `n=3,status=429,retry-after=7`; `help` has all words.
    public init(parsing text: String) throws(FaultSyntaxError) {
        var reader = FaultReader()
        for word in try FaultWord.split(text) { try reader.take(word) }
        do throws(FaultSyntaxError.Problem) {
            self = try reader.rule()
        } catch {
            throw FaultSyntaxError(word: text, problem: error.text)
        }
    }
}

/// The search for the events because of which a server refuses a batch: how far it goes, and when it is given up.
extension Delivery {
    /// False once the batch has had its share of requests for finding poison events.
    func maySearch(_ subBatch: SubBatch) -> Bool {
        (batches[subBatch.batch]?.extraRequests ?? 0) < Self.extraRequestsPerBatch
    }

    mutating func countSearch(_ subBatch: SubBatch, requests: Int) {
        batches[subBatch.batch]?.extraRequests += requests
    }

    /// Ends a search without a result: nothing is proved about the rest of the batch.
    mutating func endSearch(_ subBatch: SubBatch) {
        guard let batch = batches[subBatch.batch] else { return }
        let parts = waiting.filter { $0.batch == subBatch.batch }
        waiting.removeAll { $0.batch == subBatch.batch }
        for var part in parts + [subBatch] {
            part.evidence.add(.lost)
            resolve(part, part.pendingVerdict(.badAnswer))
        }
        if !batch.hasImported { batches[subBatch.batch]?.doubtRefusals() }
        batches[subBatch.batch]?.hasEndedSearch = true
        if !batch.hasEndedSearch { searchWasFruitless() }
    }

    /// One batch may fail because of its events. If the next one fails too, or nothing ever succeeded, it is not the
    /// events.
    mutating func searchWasFruitless() {
        fruitlessSearches += 1
        if successes == 0 || fruitlessSearches == 2 { stop(.unexpectedResponses) }
    }
}

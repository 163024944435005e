internal import Dispatch
internal import Synchronization

extension CompiledTrees {
  /// The margins of rows, rows × outputs; the same bits for any number of threads.
  func margins(of rows: CodedFeatures, threads: Int) -> [Double] {
    let (count, outputs, block) = (rows.rowCount, ensemble.outputCount, blockRows)
    let blocks = (count + block - 1) / block
    return [Double](unsafeUninitializedCapacity: count * outputs) { buffer, initialized in
      initialized = count * outputs
      guard count > 0, let start = buffer.baseAddress else { return }
      nonisolated(unsafe) let margins = start
      let next = Atomic(0)
      let work: @Sendable (Int) -> Void = { _ in
        withPass(blockRows: block) { pass in
          while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < blocks else { return }
            let range = index * block..<min((index + 1) * block, count)
            pass.run(rows, range, into: margins + range.lowerBound * outputs)
          }
        }
      }
      let workers = min(threads, blocks)
      if workers > 1 {
        DispatchQueue.concurrentPerform(iterations: workers, execute: work)
      } else {
        work(0)
      }
    }
  }

  /// How many rows go through all trees at a time: their codes lie in the nearest cache, a tree
  /// beside them.
  private var blockRows: Int {
    let bytes = max(slots.count, 1) * MemoryLayout<Code>.size + ensemble.outputCount * 8
    return min(max((24 << 10) / bytes / Self.lanes, 1), 32) * Self.lanes
  }

  /// Calls `body` with the arrays and a working space for a block of rows.
  private func withPass(blockRows: Int, _ body: (CompiledPass<Code, Sum>) -> Void) {
    let codes = blockRows * max(slots.count, 1)
    withUnsafeTemporaryAllocation(of: Code.self, capacity: codes) { codes in
      codes.initialize(repeating: 0)
      let sums = blockRows * ensemble.outputCount
      withUnsafeTemporaryAllocation(of: Sum.self, capacity: sums) { sums in
        sums.initialize(repeating: 0)
        withPointers { pointers in
          body(CompiledPass(compiled: self, pointers: pointers, codes: codes, sums: sums))
        }
      }
    }
  }

  private func withPointers(_ body: (CompiledPointers<Code, Sum>) -> Void) {
    completeNodes.withUnsafeBufferPointer { completeNodes in
      linkedNodes.withUnsafeBufferPointer { linkedNodes in
        categoricalNodes.withUnsafeBufferPointer { categoricalNodes in
          numbers.withUnsafeBufferPointer { numbers in
            values.withUnsafeBufferPointer { values in
              words.withUnsafeBufferPointer { words in
                body(
                  CompiledPointers(
                    completeNodes: completeNodes, linkedNodes: linkedNodes,
                    categoricalNodes: categoricalNodes, numbers: numbers, values: values,
                    words: words))
              }
            }
          }
        }
      }
    }
  }
}

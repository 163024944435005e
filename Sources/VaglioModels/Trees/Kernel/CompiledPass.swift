/// Compiled trees with a working space for a block of rows.
///
/// Rows go in groups of eight, whose codes stand slot by slot, eight beside each other: eight rows
/// take a step of a tree by turns, so that none waits for its own loads.
struct CompiledPass<Code: OrderedCode, Sum: BinaryFloatingPoint & Sendable> {
  let compiled: CompiledTrees<Code, Sum>
  let pointers: CompiledPointers<Code, Sum>
  /// Groups × slots × lanes.
  let codes: UnsafeMutableBufferPointer<Code>
  /// Groups × outputs × lanes.
  let sums: UnsafeMutableBufferPointer<Sum>

  private var lanes: Int { CompiledTrees<Code, Sum>.lanes }
  private var ensemble: TreeEnsemble { compiled.ensemble }
  private var groupCodes: Int { max(compiled.slots.count, 1) * lanes }
  private var groupSums: Int { ensemble.outputCount * lanes }

  /// Writes the margins of a range of rows, rows × outputs.
  func run(_ rows: CodedFeatures, _ range: Range<Int>, into margins: UnsafeMutablePointer<Double>) {
    encode(rows, range)
    begin()
    let groups = (range.count + lanes - 1) / lanes
    for tree in compiled.trees {
      if tree.isDirect {
        addComplete(tree, groups: groups)
      } else {
        addOther(tree, groups: groups, rows, range)
      }
    }
    finish(range.count, into: margins)
  }

  private func encode(_ rows: CodedFeatures, _ range: Range<Int>) {
    guard let codes = codes.baseAddress else { return }
    for (place, slot) in compiled.slots.enumerated() {
      rows.columns[slot.feature].withUnsafeBufferPointer { column in
        guard let column = column.baseAddress else { return }
        var target = codes + place * lanes
        for start in stride(from: range.lowerBound, to: range.upperBound, by: lanes) {
          slot.encode(
            column + start, count: min(lanes, range.upperBound - start), into: target,
            comparison: ensemble.comparison)
          target += groupCodes
        }
      }
    }
  }

  private func begin() {
    guard ensemble.startsFromBase else {
      sums.update(repeating: 0)
      return
    }
    for index in sums.indices {
      sums[index] = Sum(ensemble.base[index / lanes % ensemble.outputCount])
    }
  }

  /// Sums become margins as ``TreeEnsemble/margins(of:)`` defines them.
  private func finish(_ count: Int, into margins: UnsafeMutablePointer<Double>) {
    let outputs = ensemble.outputCount
    for output in 0..<outputs {
      for row in 0..<count {
        let sum = sums[row / lanes * groupSums + output * lanes + row % lanes]
        margins[row * outputs + output] = ensemble.margin(
          of: Double(sum), divisor: compiled.divisors[output], output: output)
      }
    }
  }
}

extension CompiledPass {
  /// Adds a complete tree with one value a leaf.
  @inline(__always)
  private func addComplete(_ tree: CompiledTree, groups: Int) {
    guard let codes = codes.baseAddress, let sums = sums.baseAddress,
      let nodes = pointers.completeNodes.baseAddress, let values = pointers.values.baseAddress
    else { return }
    var group = UnsafePointer(codes)
    var sum = sums + (tree.output ?? 0) * lanes
    let entries = values + (tree.firstValue - (1 << tree.depth))
    for _ in 0..<groups {
      let entry = completeEntries(nodes + tree.firstNode, depth: tree.depth, codes: group)
      sum[0] += entries[entry.0]
      sum[1] += entries[entry.1]
      sum[2] += entries[entry.2]
      sum[3] += entries[entry.3]
      sum[4] += entries[entry.4]
      sum[5] += entries[entry.5]
      sum[6] += entries[entry.6]
      sum[7] += entries[entry.7]
      group += groupCodes
      sum += groupSums
    }
  }

  typealias Entries = (Int, Int, Int, Int, Int, Int, Int, Int)

  /// The places that the rows of a group come to, from 2^depth.
  @inline(__always)
  private func completeEntries(
    _ nodes: UnsafePointer<CompleteNode<Code>>, depth: Int, codes: UnsafePointer<Code>
  ) -> Entries {
    var e: Entries = (1, 1, 1, 1, 1, 1, 1, 1)
    for _ in 0..<depth {
      e.0 = step(nodes, e.0, codes)
      e.1 = step(nodes, e.1, codes + 1)
      e.2 = step(nodes, e.2, codes + 2)
      e.3 = step(nodes, e.3, codes + 3)
      e.4 = step(nodes, e.4, codes + 4)
      e.5 = step(nodes, e.5, codes + 5)
      e.6 = step(nodes, e.6, codes + 6)
      e.7 = step(nodes, e.7, codes + 7)
    }
    return e
  }

  /// 1 for true, without a jump, which would be guessed wrong half the time.
  @inline(__always)
  private func number(_ truth: Bool) -> Int { Int(unsafeBitCast(truth, to: UInt8.self)) }

  @inline(__always)
  private func step(
    _ nodes: UnsafePointer<CompleteNode<Code>>, _ place: Int, _ codes: UnsafePointer<Code>
  ) -> Int {
    let node = nodes + place
    let isRight = codes[Int(node.pointee.slot)] >= node.pointee.threshold
    return 2 &* place &+ number(isRight)
  }
}

extension CompiledPass {
  /// Adds a tree of any other kind.
  private func addOther(
    _ tree: CompiledTree, groups: Int, _ rows: CodedFeatures, _ range: Range<Int>
  ) {
    guard let codes = codes.baseAddress, let sums = sums.baseAddress,
      let numbers = pointers.numbers.baseAddress
    else { return }
    for group in 0..<groups {
      let own = UnsafePointer(codes) + group * groupCodes
      let target = sums + group * groupSums
      let entries = entries(tree, own)
      let count = min(lanes, range.count - group * lanes)
      let numbers = numbers + (tree.firstNumber - (tree.layout == .complete ? 1 << tree.depth : 0))
      withUnsafeTemporaryAllocation(of: Int.self, capacity: lanes) { leaves in
        leaves[0] = Int(numbers[entries.0])
        leaves[1] = Int(numbers[entries.1])
        leaves[2] = Int(numbers[entries.2])
        leaves[3] = Int(numbers[entries.3])
        leaves[4] = Int(numbers[entries.4])
        leaves[5] = Int(numbers[entries.5])
        leaves[6] = Int(numbers[entries.6])
        leaves[7] = Int(numbers[entries.7])
        add(tree, leaves, count, to: target) { feature, lane in
          rows.columns[feature][range.lowerBound + group * lanes + lane]
        }
      }
    }
  }

  @inline(__always)
  private func add(
    _ tree: CompiledTree, _ leaves: UnsafeMutableBufferPointer<Int>, _ count: Int,
    to sums: UnsafeMutablePointer<Sum>, _ value: (_ feature: Int, _ lane: Int) -> Double
  ) {
    guard let output = tree.output else {
      for lane in 0..<count {
        let vector = tree.firstValue + leaves[lane] * ensemble.outputCount
        for output in 0..<ensemble.outputCount {
          sums[output * lanes + lane] += pointers.values[vector + output]
        }
      }
      return
    }
    guard let linear = tree.linear else {
      for lane in 0..<count {
        sums[output * lanes + lane] += pointers.values[tree.firstValue + leaves[lane]]
      }
      return
    }
    for lane in 0..<count {
      let own = ensemble.trees[linear].value(of: leaves[lane]) {
        ensemble.compared(value($0, lane))
      }
      sums[output * lanes + lane] += Sum(own * ensemble.weights[linear])
    }
  }

  @inline(__always)
  private func entries(_ tree: CompiledTree, _ codes: UnsafePointer<Code>) -> Entries {
    let depth = tree.depth
    switch tree.layout {
    case .complete:
      guard let nodes = pointers.completeNodes.baseAddress else { break }
      return completeEntries(nodes + tree.firstNode, depth: depth, codes: codes)
    case .linked:
      guard let nodes = pointers.linkedNodes.baseAddress else { break }
      let own = nodes + tree.firstNode
      return linkedEntries(depth: depth) { linkedStep(own + $0, codes + $1) }
    case .categorical:
      guard let nodes = pointers.categoricalNodes.baseAddress,
        let words = pointers.words.baseAddress
      else { break }
      let own = nodes + tree.firstNode
      return linkedEntries(depth: depth) { categoricalStep(own + $0, codes + $1, words) }
    }
    return (0, 0, 0, 0, 0, 0, 0, 0)
  }

  /// The places of the leaves that the rows of a group come to: steps until none moves.
  @inline(__always)
  private func linkedEntries(depth: Int, _ step: (Int, Int) -> Int) -> Entries {
    var e: Entries = (0, 0, 0, 0, 0, 0, 0, 0)
    var left = depth
    while left > 0 {
      let n = (
        step(e.0, 0), step(e.1, 1), step(e.2, 2), step(e.3, 3), step(e.4, 4), step(e.5, 5),
        step(e.6, 6), step(e.7, 7)
      )
      let moved =
        (n.0 ^ e.0) | (n.1 ^ e.1) | (n.2 ^ e.2) | (n.3 ^ e.3) | (n.4 ^ e.4) | (n.5 ^ e.5)
        | (n.6 ^ e.6) | (n.7 ^ e.7)
      if moved == 0 { return e }
      e = n
      left -= 1
    }
    return e
  }

  @inline(__always)
  private func linkedStep(
    _ node: UnsafePointer<LinkedNode<Code>>, _ codes: UnsafePointer<Code>
  ) -> Int {
    let isRight = codes[Int(node.pointee.slot)] >= node.pointee.threshold
    return Int(node.pointee.left) &+ number(isRight)
  }

  @inline(__always)
  private func categoricalStep(
    _ node: UnsafePointer<CategoricalNode<Code>>, _ codes: UnsafePointer<Code>,
    _ words: UnsafePointer<UInt64>
  ) -> Int {
    let code = codes[Int(node.pointee.linked.slot)]
    let isNotBelow = number(code >= node.pointee.linked.threshold)
    let bit = Int(truncatingIfNeeded: min(code, Code(truncatingIfNeeded: node.pointee.bound)))
    let word = words[Int(node.pointee.start) &+ bit &>> 6]
    let isOutside = Int(truncatingIfNeeded: ~(word &>> UInt64(truncatingIfNeeded: bit & 63)))
    return Int(node.pointee.linked.left) &+ (isNotBelow & isOutside)
  }
}

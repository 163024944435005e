/// The arrays of ``CompiledTrees``, for as long as a closure has them.
struct CompiledPointers<Code: OrderedCode, Sum: BinaryFloatingPoint & Sendable> {
  let completeNodes: UnsafeBufferPointer<CompleteNode<Code>>
  let linkedNodes: UnsafeBufferPointer<LinkedNode<Code>>
  let categoricalNodes: UnsafeBufferPointer<CategoricalNode<Code>>
  let numbers: UnsafeBufferPointer<UInt32>
  let values: UnsafeBufferPointer<Sum>
  let words: UnsafeBufferPointer<UInt64>
}

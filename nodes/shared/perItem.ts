import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

/** What an operation gives back for one input item: items per output. */
export type Emitted = INodeExecutionData[][];

/**
 * The one loop over input items: pairs every result with its input, turns faults into n8n's own errors that name the
 * item, and honours "continue on fail". An item that fails does not keep the ones behind it from being done.
 *
 * @param outputs how many outputs the node has; a fault that is continued goes to the first
 */
export async function perItem(
  context: IExecuteFunctions,
  outputs: number,
  run: (item: INodeExecutionData, index: number) => Promise<Emitted>,
): Promise<INodeExecutionData[][]> {
  const result: INodeExecutionData[][] = Array.from({ length: outputs }, () => []);
  const items = context.getInputData();
  let fault: { error: Error; itemIndex: number } | undefined;
  for (let index = 0; index < items.length; index++) {
    const pairedItem = { item: index };
    try {
      const emitted = await run(items[index], index);
      emitted.forEach((list, output) => list.forEach((item) => result[output].push({ ...item, pairedItem })));
    } catch (error) {
      if (context.continueOnFail()) result[0].push({ json: { error: (error as Error).message }, pairedItem });
      else fault ??= { error: error as Error, itemIndex: index };
    }
  }
  // A NodeOperationError given to this constructor comes back as it is.
  if (fault) throw new NodeOperationError(context.getNode(), fault.error, { itemIndex: fault.itemIndex });
  return result;
}

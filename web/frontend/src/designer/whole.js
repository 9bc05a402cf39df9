/** Undoing over changes of the whole file: those the server makes, after which the diagram is imported anew. */

import CommandStack from 'diagram-js/lib/command/CommandStack';

/** So many states of the file are kept to go back to. */
const MOST = 20;

/**
 * Steps of drawing are undone one by one as ever. An import ends them, so what lies before one is undone by
 * importing the file as it was: just before the change, then as it was kept now and then before that.
 */
class WholeFileStack extends CommandStack {
  static $inject = ['eventBus', 'injector'];

  constructor(eventBus, injector) {
    super(eventBus, injector);
    Object.assign(this, { injector, past: [], future: [], trail: [] });
    eventBus.on('import.parse.start', ({ xml }) => {
      this.trail = [xml];
    });
  }

  /** The file has been kept as `xml`. */
  kept(xml) {
    this.trail = [...this.trail, xml].slice(-MOST);
  }

  /** Put a changed file in place of the one shown; `change` makes the new out of the old. */
  async replace(change) {
    const before = await this.written();
    const after = await change(before);
    const since = super.canUndo() ? this.trail.filter((xml) => xml !== before) : [];
    this.past = [...this.past, ...since, before].slice(-MOST);
    this.future = [];
    await this.bring(after);
  }

  execute(command, context) {
    this.future = [];
    super.execute(command, context);
  }

  canUndo() {
    return super.canUndo() || this.past.length > 0;
  }

  canRedo() {
    return super.canRedo() || this.future.length > 0;
  }

  undo() {
    return super.canUndo() ? super.undo() : this.travel(this.past, this.future);
  }

  redo() {
    return super.canRedo() ? super.redo() : this.travel(this.future, this.past);
  }

  /** Show the nearest state of the file on one side; the one shown now goes to the other. */
  async travel(from, to) {
    if (this.travelling || !from.length) {
      return;
    }
    this.travelling = true;
    try {
      to.push(await this.written());
      await this.bring(from.pop(), true);
    } finally {
      this.travelling = false;
    }
  }

  async written() {
    return (await this.injector.get('bpmnjs').saveXML({ format: true })).xml;
  }

  /** Import a file, on request without moving what is in sight. */
  async bring(xml, still = false) {
    const canvas = this.injector.get('canvas');
    const { x, y, width, height } = canvas.viewbox();
    await this.injector.get('bpmnjs').importXML(xml);
    if (still) {
      canvas.viewbox({ x, y, width, height });
    }
    this.injector.get('eventBus').fire('commandStack.changed', { trigger: 'clear' });
  }
}

export default { commandStack: ['type', WholeFileStack] };

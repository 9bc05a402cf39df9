/** The draft is kept on the server a moment after each change; the answer says what is wrong with it. */

const PAUSE = 900;

/** Calls `save()` after the last change, one at a time, and again if something changed meanwhile. */
export class Keeping {
  constructor(save, told) {
    this.save = save;
    this.told = told;
    this.changed = false;
    this.running = null;
    addEventListener('beforeunload', (event) => {
      if (this.changed || this.running) {
        event.preventDefault();
      }
    });
  }

  /** Something has changed. */
  touch() {
    this.changed = true;
    this.told('changed');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), PAUSE);
  }

  /** Keep now; resolves when everything up to now is kept. */
  async now() {
    clearTimeout(this.timer);
    while (this.running) {
      await this.running;
    }
    if (!this.changed) {
      return;
    }
    this.changed = false;
    this.running = this.once();
    await this.running;
  }

  async once() {
    try {
      this.told('saving');
      await this.save();
      this.told(this.changed ? 'changed' : 'saved');
    } catch (error) {
      this.changed = true;
      this.told('failed', error.message);
      this.timer = setTimeout(() => this.now(), 5000);
    } finally {
      this.running = null;
    }
  }
}

// A host that starts the engine, tells its parent the engine's process id, and waits to be killed.
const { fork } = require('node:child_process');

const [engineFile, modelsDir] = process.argv.slice(2);
const engine = fork(engineFile, [modelsDir, modelsDir], { serialization: 'advanced' });
engine.once('spawn', () => process.send(engine.pid));
setInterval(() => {}, 1000);

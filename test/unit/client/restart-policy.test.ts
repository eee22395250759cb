import assert from 'node:assert/strict';
import { RestartPolicy } from '../../../src/client/restart-policy';

describe('RestartPolicy', () => {
  it('waits longer after each crash: 0, 1 and then 4 seconds', () => {
    const policy = new RestartPolicy();
    const delays = [policy.delayMs];
    for (let crash = 0; crash < 4; crash++) {
      policy.crashed();
      delays.push(policy.delayMs);
    }
    assert.deepEqual(delays, [0, 0, 1000, 4000, 4000]);
  });

  it('gives up at the fifth crash within three minutes and says what to do', async () => {
    const policy = new RestartPolicy();
    for (let crash = 0; crash < 5; crash++) policy.crashed();
    assert.equal(policy.exhausted, true);
    await assert.rejects(policy.wait(), { code: 'engine-stopped', message: /status item/ });
  });

  it('forgets crashes older than three minutes, and all of them on reset', () => {
    let now = 0;
    const policy = new RestartPolicy(5, 180_000, [0, 1000, 4000], () => now);
    for (let crash = 0; crash < 5; crash++) policy.crashed();
    now = 180_001;
    assert.equal(policy.exhausted, false);
    for (let crash = 0; crash < 5; crash++) policy.crashed();
    assert.equal(policy.exhausted, true);
    policy.reset();
    assert.equal(policy.exhausted, false);
  });
});

import { describeDrivers } from './helpers/driver-suite.js';

await describeDrivers('mysql');

export { findUndo } from './find-undo.js';
